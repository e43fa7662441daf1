import { Price } from '@storefront/ui';

export const dynamic = 'force-dynamic';

export default async function Page({ searchParams }) {
  const { count = '1' } = await searchParams;
  return <h1><Price count={Number(count)} each={1.99} /></h1>;
}
