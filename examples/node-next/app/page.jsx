import Image from 'next/image';
import seat from '../public/seat.png';

export const dynamic = 'force-dynamic';

export default async function Page({ searchParams }) {
  const { name = 'world' } = await searchParams;
  return (
    <main>
      <h1>{`a ticket for ${name}`}</h1>
      <Image src={seat} alt="a seat" />
    </main>
  );
}
