import { Speech } from './speech'

export default function Page() {
  return (
    <>
      <h1>Free conversation</h1>
      <Speech />
    </>
  )
}
