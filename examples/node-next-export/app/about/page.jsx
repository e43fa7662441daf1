export default function About() {
  return <h1>About this brochure</h1>;
}
