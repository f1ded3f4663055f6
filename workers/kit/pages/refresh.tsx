export interface RefreshOptions {
  readonly seconds: number;
  readonly path: string;
  /** By default only browsers without JavaScript load the path. */
  readonly always?: boolean;
}

/** Makes the browser load a path after some seconds. */
export function Refresh({ seconds, path, always = false }: RefreshOptions) {
  const meta = <meta http-equiv="refresh" content={`${seconds};url=${path}`} />;
  return always ? meta : <noscript>{meta}</noscript>;
}
