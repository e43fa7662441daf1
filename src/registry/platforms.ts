/** Compares platform names such as `linux/arm64` in the same way as containerd. */

/**
 * Whether `has` includes `wanted`: `linux/arm64` and `linux/arm64/v8` are the same, and `linux/arm`
 * means v7.
 */
export function servesPlatform(has: readonly string[], wanted: string): boolean {
  const normal = normalPlatform(wanted);
  return has.some((it) => normalPlatform(it) === normal);
}

function normalPlatform(platform: string): string {
  const [os = '', architecture = '', variant = ''] = platform.toLowerCase().split('/');
  const aliases: Record<string, string> = {
    x86_64: 'amd64',
    'x86-64': 'amd64',
    aarch64: 'arm64',
    i386: '386',
    armhf: 'arm/v7',
    armel: 'arm/v6',
  };
  const name = aliases[architecture] ?? architecture;
  if (name === 'arm64' && (variant === 'v8' || variant === '8')) return `${os}/arm64`;
  if (name === 'amd64' && variant === 'v1') return `${os}/amd64`;
  if (name === 'arm' && variant === '') return `${os}/arm/v7`;
  return variant === '' ? `${os}/${name}` : `${os}/${name}/${variant}`;
}
