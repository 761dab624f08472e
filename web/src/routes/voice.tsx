import { createFileRoute } from '@tanstack/react-router'
export const Route = createFileRoute('/voice')({ component: () => null })
