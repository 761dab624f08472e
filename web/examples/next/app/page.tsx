import { Scenarios } from './scenarios'

export default function Page() {
  return (
    <>
      <h1>Practise a difficult conversation</h1>
      <Scenarios />
    </>
  )
}
