import { expect, it } from 'vitest';
import { noted, programOf } from '../../../support/go-facts.ts';

const said = async (library: string, body: string): Promise<string> => {
  const { notes } = await programOf(`import "${library}"\n\nfunc main() {\n\t${body}\n}\n`);
  return noted(notes);
};
const ping = 'github.com/prometheus-community/pro-bing';

it.each([
  [ping, 'p, _ := probing.NewPinger("x")\n\tp.SetPrivileged(true)'],
  ['golang.org/x/net/icmp', 'icmp.ListenPacket("ip4:icmp", "0.0.0.0")'],
  ['net', 'net.Dial("ip4:icmp", "example.com")'],
])('a raw socket is named: %s %s', async (library, body) => {
  expect(await said(library, body)).toMatch(/raw socket to ping, which needs NET_RAW.*main\.go:\d/);
});

it.each([
  [ping, 'p, _ := probing.NewPinger("x")\n\tp.SetPrivileged(false)'],
  ['golang.org/x/net/icmp', 'icmp.ListenPacket("udp4", "0.0.0.0")'],
  ['net', 'net.Dial("tcp", "example.com:80")'],
])('none is named without it: %s %s', async (library, body) => {
  expect(await said(library, body)).not.toContain('NET_RAW');
});
