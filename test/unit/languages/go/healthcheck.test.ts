import { describe, expect, it } from 'vitest';
import { programOf } from '../../../support/go-facts.ts';

const server = 'http.ListenAndServe(":8080", nil)';

describe('its own health check', () => {
  const argument = async (body: string): Promise<string | undefined> =>
    (await programOf(`func main() {\n\t${body}\n\t${server}\n}\n`)).details.healthcheck?.argument;
  it.each<[string, string | undefined]>([
    ['check := flag.Bool("healthcheck", false, "x")', '--healthcheck'],
    ['flag.BoolVar(&check, "health-check", false, "x")', '--health-check'],
    ['if len(os.Args) > 1 && os.Args[1] == "healthcheck" {\n}', 'healthcheck'],
    ['switch os.Args[1] {\n\tcase "--healthcheck":\n}', '--healthcheck'],
    ['c := &cobra.Command{Use: "healthcheck"}', 'healthcheck'],
    ['http.HandleFunc("healthcheck", nil)', undefined],
    ['// os.Args[1] == "healthcheck"', undefined],
  ])('%s', async (body, expected) => {
    expect(await argument(body)).toBe(expected);
  });
  it('is of no use to a program that serves nothing', async () => {
    expect(
      (await programOf('func main() {\n\tflag.Bool("healthcheck", false, "")\n}\n')).details
        .healthcheck,
    ).toBeUndefined();
  });
});
