export function loader({ request }) {
  return { name: new URL(request.url).searchParams.get('name') ?? 'world' };
}

export function meta() {
  return [{ title: 'Bookings' }];
}

export default function Home({ loaderData }) {
  return <h1>{`a booking for ${loaderData.name}`}</h1>;
}
