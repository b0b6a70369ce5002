'use strict';
for (const table of document.querySelectorAll('table')) {
  table.querySelectorAll('th').forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const ascending = head.getAttribute('aria-sort') !== 'ascending';
      table.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      const value = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const one = value(a), other = value(b);
        const order = head.classList.contains('number') ? one - other : one < other ? -1 : one > other ? 1 : 0;
        return ascending ? order : -order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
for (const svg of document.querySelectorAll('svg')) {
  const names = new Map([...svg.querySelectorAll('g[data-id]')].map(name => [name.dataset.id, name]));
  const choose = id => {
    svg.querySelectorAll('.on').forEach(one => one.classList.remove('on'));
    svg.classList.toggle('chosen', id !== null);
    if (id === null) return;
    names.get(id).classList.add('on');
    for (const line of svg.querySelectorAll('.lines path')) {
      if (line.dataset.from !== id && line.dataset.to !== id) continue;
      line.classList.add('on');
      names.get(line.dataset.from).classList.add('on');
      names.get(line.dataset.to).classList.add('on');
    }
  };
  for (const [id, name] of names) {
    name.addEventListener('mouseenter', () => choose(id));
    name.addEventListener('mouseleave', () => choose(null));
  }
}
