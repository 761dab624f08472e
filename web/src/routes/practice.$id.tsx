import { createFileRoute } from '@tanstack/react-router'
export const Route = createFileRoute('/practice/$id')({ component: () => null })
