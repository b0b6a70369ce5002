import { GraphBuilder } from './lib/graph-builder';

enum Motion {
  Calm = 'mm_sd_v15_v2.ckpt',
  Lively = 'v3_sd15_mm.ckpt',
}

/** A short film with AnimateDiff, one scene after the other. */
class FilmBuilder extends GraphBuilder {
  private readonly model: string;

  constructor(checkpoint: string, motion: Motion = Motion.Lively) {
    super();
    const loader = this.add('CheckpointLoaderSimple', { ckpt_name: checkpoint });
    this.model = this.add('ADE_AnimateDiffLoaderGen1', { model: this.link(loader), model_name: motion });
  }

  scene(prompt: string): this {
    const text = this.add('CLIPTextEncode', { text: prompt, clip: this.link('1', 1) });
    const latent = this.add('EmptyLatentImage', { width: 512, height: 512, batch_size: 16 });
    const sampled = this.add('KSampler', { model: this.link(this.model), positive: this.link(text), latent_image: this.link(latent) });
    const frames = this.add('VAEDecode', { samples: this.link(sampled), vae: this.link('1', 2) });
    this.add('VHS_VideoCombine', { images: this.link(frames), frame_rate: 8, format: 'video/h264-mp4' });
    return this;
  }
}

export default function buildFilm(scenes: string[], checkpoint?: string) {
  const film = new FilmBuilder(checkpoint ?? 'dreamshaper_8.safetensors');
  for (const scene of scenes) {
    film.scene(scene);
  }
  return film.build();
}
