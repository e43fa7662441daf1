import { nanoid } from 'nanoid';

export interface Link {
  readonly id: string;
  readonly target: string;
}

const kept: readonly Link[] = ['https://bun.com', 'https://hono.dev'].map((target) => ({ id: nanoid(6), target }));

export function links(): readonly Link[] {
  return kept;
}
