import { Practice } from './practice'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <Practice id={(await params).id} />
}
