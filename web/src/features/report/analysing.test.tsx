import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { useReport } from '@/api/feedback'
import { createQueryClient } from '@/api/query-client'
import type { Report } from '@/api/types'
import { config, report, session } from '@/testing/data'
import { GONE, Refusal, serve } from '@/testing/server'
import { Analysing } from './analysing'
import { JudgeCost, JudgeName, StoodIn } from './judge-line'
import { JudgedProvider } from './judged'

const TOTAL = 12
const running = (done: number | null, total: number | null = TOTAL) =>
  Response.json({ id: 'a1', session_id: 's1', status: 'running', done, total }, { status: 202 })

/** Answers that a test gives one after the other. */
class Answers {
  #next = Promise.withResolvers<unknown>()

  readonly wait = async () => {
    const answer = await this.#next.promise
    this.#next = Promise.withResolvers()
    return answer
  }

  give(answer: unknown) {
    this.#next.resolve(answer)
  }
}

const TALK = { id: 's1', scenario_id: 'late-report', duration_ms: 372_000 }

/** The part of a report's page that this is about. */
function Page() {
  const report = useReport(TALK)
  if (report.isPending) return <Analysing sessionId="s1" />
  if (report.isError) return <p>failed</p>
  return (
    <>
      <JudgeName judge={report.data.judge} />
      <JudgeCost metadata={report.data.metadata} />
      <StoodIn session={TALK} report={report.data} />
    </>
  )
}

function open(looks: Answers, first: unknown = running(0)) {
  const asked = serve({
    'GET /api/config': config({ judge: { model: 'gpt-6.1-terra', hosted: false, host: '127.0.0.1' } }),
    'POST /api/feedback/analyze': first,
    'GET /api/feedback/a1': looks.wait,
  })
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  const page = () => (
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>
  )
  return { ...render(page()), page, asked }
}

const byModel = (change: Partial<Report['metadata']> = {}) =>
  report({
    judge: { ...report().judge, kind: 'model', name: 'Language model', model: 'gpt-6.1-terra' },
    metadata: { ...report().metadata, input_tokens: 14_200, output_tokens: 1800, ...change },
  })

test('how far a language model is stands there in words and as a bar', async () => {
  const looks = new Answers()
  open(looks)
  const bar = await screen.findByRole('progressbar', { name: 'Questions answered' })
  expect(bar).toHaveAttribute('aria-valuenow', '0')
  looks.give(running(5))
  expect(await screen.findByText('A language model is reading the conversation a second time.')).toHaveRole('status')
  expect(screen.getByText('5 of 12 questions are answered.')).toBeInTheDocument()
  looks.give(running(11))
  expect(await screen.findByText('A language model is reading the conversation a third time.')).toBeInTheDocument()
  looks.give(byModel({ cost_usd: 0.0232, prices_as_of: '2026-11-20' }))
  expect(await screen.findByText('Language model gpt-6.1-terra')).toBeInTheDocument()
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument()
  expect(screen.getByTestId('judge-cost')).toHaveTextContent(
    'The language model read 14,200 tokens and wrote 1,800: about $0.023 at list prices of November 20, 2026.',
  )
})

test('a server that is away for a while is waited for', async () => {
  const looks = new Answers()
  open(looks)
  await screen.findByRole('progressbar')
  looks.give(GONE)
  expect(await screen.findByText(/^The server does not answer\./)).toBeInTheDocument()
  looks.give(byModel())
  expect(await screen.findByTestId('judge-cost')).toHaveTextContent('what they cost is not known here.')
})

test('without a language model there is no bar', async () => {
  const looks = new Answers()
  open(looks, running(null, null))
  expect(await screen.findByText('The conversation is being read.')).toBeInTheDocument()
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument()
  looks.give(report())
  expect(await screen.findByText('Basic check, no language model')).toBeInTheDocument()
  expect(screen.queryByTestId('judge-cost')).not.toBeInTheDocument()
})

test('a basic check that stood in says why, and the model can be asked again', async () => {
  const looks = new Answers()
  const stoodIn = report({
    judge: { ...report().judge, note: 'The language model could not be used. It answered 401.' },
  })
  const first = [stoodIn, running(8)]
  const { asked } = open(looks, () => first.shift())
  expect(await screen.findByTestId('stood-in')).toHaveTextContent('It gave no answer that could be used.')
  expect(screen.getByText('What went wrong').closest('details')).toHaveTextContent('It answered 401.')
  await userEvent.click(await screen.findByRole('button', { name: 'Ask it again' }))
  expect(await screen.findByText('8 of 12 questions are answered.')).toBeInTheDocument()
  looks.give(byModel())
  await waitFor(() => expect(screen.queryByTestId('stood-in')).not.toBeInTheDocument())
  const posted = asked.filter(({ method }) => method === 'POST').map(({ body }) => body as { force?: boolean })
  expect(posted.map(({ force }) => force ?? false)).toEqual([false, true])
})

const unread = report({
  judge: { ...report().judge, note: 'Nobody has asked the learner yet.', note_code: 'consent_missing' },
})

test('whose words they are can let a language model read them after all', async () => {
  const judge = { model: 'gpt-6.1-terra', hosted: true, host: 'api.openai.com' }
  const asked = serve({
    'GET /api/config': config({ judge }),
    'GET /api/sessions/s1/disagreements': { items: [], judgements: 0 },
    'PUT /api/consents': { recording: null, hosted_voice: null, hosted_judge: true },
    'POST /api/feedback/analyze': byModel(),
  })
  render(
    <QueryClientProvider client={createQueryClient()}>
      <JudgedProvider session={session()} report={unread}>
        <StoodIn session={TALK} report={unread} />
      </JudgedProvider>
    </QueryClientProvider>,
  )
  expect(screen.getByTestId('stood-in')).toHaveTextContent('nothing of it has left this server')
  await userEvent.click(await screen.findByRole('button', { name: 'Let a language model read it' }))
  expect(asked.some(({ method }) => method === 'POST')).toBe(false)
  await userEvent.click(await screen.findByRole('button', { name: 'Agree and go on' }))
  await waitFor(() => expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({ force: true }))
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ hosted_judge: true })
})

test('nobody else is asked for the leave of whose words they are', async () => {
  open(new Answers(), unread)
  expect(await screen.findByTestId('stood-in')).toHaveTextContent('Whose conversation this is has not agreed')
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})

test('an analysis that failed is told', async () => {
  const looks = new Answers()
  open(looks)
  await screen.findByRole('progressbar')
  looks.give(new Refusal(503, 'analysis_lost', 'The server was stopped before this was done. Ask again.'))
  expect(await screen.findByText('failed')).toBeInTheDocument()
})
