import { createFileRoute } from '@tanstack/react-router'
import { SessionPage } from './-session-page'

export const Route = createFileRoute('/sessions/$id')({ component: Page })

function Page() {
  const { id } = Route.useParams()
  return <SessionPage key={id} id={id} />
}
