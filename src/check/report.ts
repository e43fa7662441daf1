/** Grades checked pins (good, warning, failure) and prints them. */
import type { Lifecycle } from '../data/end-of-life.ts';
import type { CheckedPin } from './pins.ts';
import type { ImageProduct } from './products.ts';

export type Level = 'good' | 'warning' | 'failure';

/** The number of days before an end of life at which a warning starts. */
const soonDays = 90;

/** Grades every pin and every lifecycle. The worst grade counts. */
export function levelOf(pins: readonly CheckedPin[], strict: boolean, today: Date): Level {
  const levels = pins.flatMap((pin) => [
    pinLevel(pin),
    ...pin.products.map((it) => productLevel(it.lifecycle, today)),
  ]);
  if (levels.includes('failure')) return 'failure';
  if (!levels.includes('warning')) return 'good';
  return strict ? 'failure' : 'warning';
}

export function pinLevel({ status }: CheckedPin): Level {
  switch (status) {
    case 'current':
      return 'good';
    case 'behind':
    case 'unpinned':
    case 'unknown':
      return 'warning';
    case 'vanished':
    case 'single':
    case 'disagrees':
    case 'invented':
    case 'malformed':
      return 'failure';
  }
}

export function productLevel(lifecycle: Lifecycle, today: Date): Level {
  if (lifecycle.status === 'ended') return 'failure';
  return daysLeft(lifecycle, today) <= soonDays ? 'warning' : 'good';
}

/**
 * Prints one line for each pin, and one for each runtime or distribution that is past its end of
 * life or close to it.
 */
export function checkText(pins: readonly CheckedPin[], today: Date): string {
  const lines = pins.map(
    (pin) => `${mark(pinLevel(pin))} ${pin.path}:${pin.line}: ${pin.image}: ${pinText(pin)}`,
  );
  const shown = new Set<string>();
  for (const pin of pins) {
    for (const product of pin.products) {
      const level = productLevel(product.lifecycle, today);
      const text = `${pin.path}:${pin.line}: ${productText(product, today)}`;
      if (level === 'good' || shown.has(text)) continue;
      shown.add(text);
      lines.push(`${mark(level)} ${text}`);
    }
  }
  return lines.join('\n');
}

function pinText(pin: CheckedPin): string {
  const days = pin.daysBehind
    ? ` by ${pin.daysBehind} ${pin.daysBehind === 1 ? 'day' : 'days'}`
    : '';
  const said = pin.status === 'current' ? 'up to date' : `${pin.status}${days}`;
  return `${said}${pin.why === undefined ? '' : `: ${pin.why}`}.${pin.next === undefined ? '' : ` ${pin.next}`}`;
}

function productText({ lifecycle, upgrade }: ImageProduct, today: Date): string {
  const name = `${lifecycle.title} ${versionText(lifecycle)}`;
  const left = daysLeft(lifecycle, today);
  const about = lifecycle.estimated ? 'about ' : '';
  const end =
    lifecycle.status === 'ended'
      ? `reached its end of life on ${about}${lifecycle.endOfLife}`
      : `reaches its end of life on ${about}${lifecycle.endOfLife}, in ${left} ${left === 1 ? 'day' : 'days'}`;
  const sentence = `${name} ${end} (${lifecycle.source}).`;
  if (upgrade === null) return sentence;
  const until = `${upgrade.estimated ? 'about ' : ''}${upgrade.endOfLife}`;
  return `${sentence} Upgrade to ${versionText(upgrade)}, supported until ${until}.`;
}

function versionText({ version, codename }: Lifecycle): string {
  return codename === undefined ? version : `${version} (${codename})`;
}

function daysLeft(lifecycle: Lifecycle, today: Date): number {
  return Math.ceil((Date.parse(`${lifecycle.endOfLife}T23:59:59Z`) - today.getTime()) / 86_400_000);
}

function mark(level: Level): string {
  return { good: 'ok     ', warning: 'warning', failure: 'FAIL   ' }[level];
}
