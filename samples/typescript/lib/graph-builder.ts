import type { Graph } from './nodes';

/** Collects nodes and hands out links. */
export class GraphBuilder {
  protected nodes: Graph = {};
  #next = 1;

  add(classType: string, inputs: Record<string, unknown> = {}): string {
    const id = String(this.#next++);
    this.nodes[id] = { class_type: classType, inputs };
    return id;
  }

  link(id: string, output = 0): [string, number] {
    return [id, output];
  }

  build(): Graph {
    return this.nodes;
  }
}
