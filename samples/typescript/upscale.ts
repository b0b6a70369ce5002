import base from './lib/upscale-base.json' with { type: 'json' };
import type { Graph } from './lib/nodes';

const MODELS = {
  photo: '4x-UltraSharp.pth',
  drawing: 'RealESRGAN_x4plus_anime_6B.pth',
} as const;

/** The saved workflow with another model, and with faces restored when that is asked for. */
export function buildUpscale(image: string, kind: keyof typeof MODELS, restoreFaces = false): Graph {
  const graph: Graph = structuredClone(base);
  graph['1'].inputs.image = image;
  graph['2'].inputs.model_name = MODELS[kind];
  if (restoreFaces) {
    graph['5'] = {
      class_type: 'FaceDetailer',
      inputs: { image: ['3', 0], bbox_detector: ['6', 0] },
    };
    graph['6'] = { class_type: 'UltralyticsDetectorProvider', inputs: { model_name: 'bbox/face_yolov8m.pt' } };
    graph['4'].inputs.images = ['5', 0];
  }
  return graph;
}
