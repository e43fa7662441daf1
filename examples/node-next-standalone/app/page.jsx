export const dynamic = 'force-dynamic';

export default async function Page({ searchParams }) {
  const { name = 'world' } = await searchParams;
  return <h1>{`hello ${name}`}</h1>;
}
