import { createFileRoute, redirect } from '@tanstack/react-router'

/** A scenario's address leads to where it is practised. */
export const Route = createFileRoute('/scenarios/$id')({
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/practice/$id', params, replace: true })
  },
})
