/** What every workflow here is made of: an id to a node. */
export interface Node {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title: string };
}

export type Graph = Record<string, Node>;

/** The files that several workflows share. */
export const FILES = {
  clip: ['clip_l.safetensors', 't5xxl_fp8_e4m3fn.safetensors'],
  vae: 'ae.safetensors',
} as const;

/** A chain of LoRAs behind a model; gives back the last link. */
export function addLoras(
  graph: Graph,
  model: [string, number],
  loras: { file: string; strength?: number }[],
): [string, number] {
  let last = model;
  loras.forEach(({ file, strength = 1 }, index) => {
    const id = String(100 + index);
    graph[id] = {
      class_type: 'LoraLoaderModelOnly',
      inputs: { model: last, lora_name: file, strength_model: strength },
    };
    last = [id, 0];
  });
  return last;
}
