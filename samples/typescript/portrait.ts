import { addLoras, FILES, type Graph } from './lib/nodes';

interface PortraitOptions {
  prompt: string;
  quality?: 'fast' | 'best';
  seed?: number;
  reference?: string;
  loras?: { file: string; strength?: number }[];
}

/** A portrait with FLUX; with a reference image the face is kept by PuLID. */
export function buildPortrait(options: PortraitOptions): Graph {
  const { prompt, quality = 'best', seed = Math.floor(Math.random() * 2 ** 32), loras = [], reference } = options;
  const checkpoint = quality === 'fast' ? 'flux1-schnell.safetensors' : 'flux1-dev.safetensors';

  const graph: Graph = {
    '1': { class_type: 'UNETLoader', inputs: { unet_name: checkpoint, weight_dtype: 'default' } },
    '2': {
      class_type: 'DualCLIPLoader',
      inputs: { clip_name1: FILES.clip[0], clip_name2: FILES.clip[1], type: 'flux' },
    },
    '3': { class_type: 'VAELoader', inputs: { vae_name: FILES.vae } },
    '4': { class_type: 'CLIPTextEncode', inputs: { text: prompt, clip: ['2', 0] } },
    '5': { class_type: 'EmptySD3LatentImage', inputs: { width: 832, height: 1216, batch_size: 1 } },
  };

  let model: [string, number] = addLoras(graph, ['1', 0], loras);
  if (reference) {
    graph['20'] = { class_type: 'PulidFluxModelLoader', inputs: { pulid_file: 'pulid_flux_v0.9.1.safetensors' } };
    graph['21'] = { class_type: 'PulidFluxInsightFaceLoader', inputs: { provider: 'CPU' } };
    graph['22'] = { class_type: 'PulidFluxEvaClipLoader', inputs: {} };
    graph['23'] = { class_type: 'LoadImage', inputs: { image: reference } };
    graph['24'] = {
      class_type: 'ApplyPulidFlux',
      inputs: { model, pulid_flux: ['20', 0], eva_clip: ['22', 0], face_analysis: ['21', 0], image: ['23', 0], weight: 0.9 },
    };
    model = ['24', 0];
  }

  graph['6'] = {
    class_type: 'KSampler',
    inputs: {
      model,
      positive: ['4', 0],
      negative: ['4', 0],
      latent_image: ['5', 0],
      seed,
      steps: quality === 'fast' ? 4 : 24,
      cfg: 1,
      sampler_name: 'euler',
      scheduler: 'simple',
      denoise: 1,
    },
  };
  graph['7'] = { class_type: 'VAEDecode', inputs: { samples: ['6', 0], vae: ['3', 0] } };
  graph['8'] = { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'portrait' } };
  return graph;
}

export const portrait = {
  id: 'portrait',
  name: 'Portrait with a kept face',
  requiredModels: {
    diffusion: 'flux1-dev.safetensors, flux1-schnell.safetensors',
    textEncoders: FILES.clip,
    vae: FILES.vae,
    identity: 'pulid_flux_v0.9.1.safetensors',
  },
  requiredNodes: ['PulidFluxModelLoader', 'PulidFluxInsightFaceLoader', 'PulidFluxEvaClipLoader', 'ApplyPulidFlux'],
  build: buildPortrait,
};
