import { readFileSync } from 'node:fs'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Authoring } from '@/api/types'
import { chooseLanguage } from '@/i18n'
import { config, scenario } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

vi.mock('@/features/author/yaml-editor', () => ({
  default: ({ text, onChange }: { text: string; onChange: (text: string) => void }) => (
    <textarea aria-label="code" value={text} onChange={(event) => onChange(event.currentTarget.value)} />
  ),
}))

const TEXT = readFileSync('../src/feedbackyes/authoring/blank.yaml', 'utf8')
const WRITTEN: Authoring['Written'] = {
  id: 'mine-1',
  title: 'A conversation of your own',
  version: 1,
  text: TEXT,
  shared: false,
  source: 'mine',
  editable: true,
  updated_at: 1,
}
const FINE: Authoring['Check'] = { valid: true, problems: [], lines: 98 }
const WORDS: Authoring['Vocabulary'] = {
  behaviours: [{ id: 'asks_view', meaning: 'Asks how they see it.' }],
  rubrics: [{ id: 'sbi', title: 'Situation, behaviour, impact' }],
  metrics: ['talk_share'],
  languages: ['en'],
  language_model: null,
}
const routes = (change: Record<string, unknown> = {}) => ({
  'GET /api/config': config(),
  'GET /api/me': { id: 'local', name: 'You', role: 'admin', team_id: null, single_user: true },
  'GET /api/scenarios': [scenario({ id: 'mine-1', title: 'Ours', source: 'mine', shared: false }), scenario()],
  'GET /api/scenarios/vocabulary': WORDS,
  'GET /api/scenarios/mine-1/text': WRITTEN,
  'POST /api/scenarios/check': FINE,
  ...change,
})

beforeEach(() => localStorage.clear())
afterEach(() => chooseLanguage('en'))

test('learners are told who writes scenarios', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/scenarios': [],
    'GET /api/me': { id: 'ann', name: 'Ann', role: 'learner', team_id: null, single_user: false },
  })
  renderApp('/author')
  expect(await screen.findByText('Trainers and admins write scenarios')).toBeVisible()
  expect(screen.queryByText('Written by you')).not.toBeInTheDocument()
})

describe('the list', () => {
  test('shows what is yours, and the ways to begin', async () => {
    const asked = serve(routes({ 'POST /api/scenarios': WRITTEN }))
    renderApp('/author')
    expect(await screen.findByRole('link', { name: 'Edit Ours' })).toHaveAttribute('href', '/author/mine-1')
    expect(screen.queryByRole('link', { name: 'Edit The late report' })).not.toBeInTheDocument()
    expect(await screen.findByText('This needs a language model.')).toBeVisible()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: /From one of those/ }), 'The late report')
    await userEvent.click(screen.getByRole('button', { name: 'Copy it' }))
    expect(await screen.findByLabelText('Title')).toBeVisible()
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ copy_of: 'late-report' })
  })

  test('a file that is no scenario is told with its line, in a German page too; a huge one is not sent', async () => {
    const refused = new Refusal(400, 'invalid_scenario', "Line 3: There is no field 'titel' here.")
    const asked = serve(routes({ 'POST /api/scenarios': refused }))
    await chooseLanguage('de')
    renderApp('/author')
    const field = await screen.findByLabelText('Datei wählen', { selector: 'input' })
    await userEvent.upload(field, new File(['titel: x'], 'mine.yaml', { type: 'text/yaml' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Das Szenario hat einen Fehler.*Line 3: There is no field/,
    )
    await userEvent.upload(field, new File(['x'.repeat(150_001)], 'huge.yaml', { type: 'text/yaml' }))
    expect(await screen.findByText('Die Datei ist zu lang: Ein Szenario hat höchstens 150.000 Zeichen.')).toBeVisible()
    expect(screen.queryByText(/Line 3/)).not.toBeInTheDocument()
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('shows what would be sent of notes before it is sent', async () => {
    const redacted = {
      text: 'Person A is late with Person B.',
      replaced: [
        { kind: 'person', was: 'Tom', now: 'Person A' },
        { kind: 'person', was: 'Phoenix', now: 'Person B' },
      ],
    }
    const asked = serve(
      routes({
        'GET /api/scenarios/vocabulary': { ...WORDS, language_model: 'scribe' },
        'POST /api/scenarios/notes/redact': redacted,
        'POST /api/scenarios/notes': new Refusal(502, 'draft_failed', 'It wrote what cannot be played.'),
      }),
    )
    renderApp('/author')
    await userEvent.type(await screen.findByLabelText('Your notes'), 'Tom is late.')
    expect(screen.queryByRole('button', { name: /Send it/ })).not.toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Look at what would be sent' }))
    const sent = await screen.findByRole('textbox', { name: 'This would be sent' })
    expect(sent).toHaveValue('Person A is late with Person B.')
    expect(screen.getByText('Taken out: Tom → Person A, Phoenix → Person B.')).toBeVisible()
    await userEvent.clear(sent)
    await userEvent.type(sent, 'My neighbour is late with Phoenix.')
    await userEvent.click(screen.getByRole('button', { name: 'Send it to scribe' }))
    expect(await screen.findByText('It wrote what cannot be played.')).toBeVisible()
    expect(asked.at(-1)?.body).toEqual({
      text: 'My neighbour is late with Phoenix.',
      names: [],
      keep: ['Phoenix'],
    })
  })
})

describe('the editor', () => {
  test('form and text are one, and what is changed is saved as a version', async () => {
    const saved = { ...WRITTEN, version: 2, text: TEXT.replace('  name: Sam', '  name: Kim') }
    const asked = serve(routes({ 'PUT /api/scenarios/mine-1': saved }))
    renderApp('/author/mine-1')
    await userEvent.click(await screen.findByRole('button', { name: 'The partner' }))
    const name = screen.getByLabelText('Name')
    await userEvent.clear(name)
    await userEvent.type(name, 'Kim')
    fireEvent.blur(name)
    const code = await screen.findByLabelText('code')
    await waitFor(() => expect(code).toHaveValue(saved.text))
    expect(screen.getByText(/Changed since version 1/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await userEvent.type(screen.getByLabelText('What did you change?'), 'Kim now')
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }))
    expect(await screen.findByText(/Version 2, saved/)).toBeVisible()
    const put = asked.find(({ method }) => method === 'PUT')
    expect(put?.body).toEqual({ text: saved.text, base_version: 1, note: 'Kim now' })
    expect(localStorage.getItem('author:mine-1')).toBeNull()
  })

  test('an error stands at its field and keeps the text from being saved', async () => {
    const problems = [{ path: ['partner', 'name'], line: 31, message: 'This must not be empty.', severity: 'error' }]
    serve(routes({ 'POST /api/scenarios/check': { valid: false, problems, lines: 0 } }))
    renderApp('/author/mine-1')
    await userEvent.click(await screen.findByRole('button', { name: /The partner/ }))
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveAccessibleDescription('This must not be empty.'))
    for (const action of ['Save', 'Try it', 'Simulate'])
      expect(screen.getByRole('button', { name: action })).toBeDisabled()
  })

  test('a text that cannot be read has no form until it can', async () => {
    serve(routes())
    renderApp('/author/mine-1')
    const code = await screen.findByLabelText('code')
    fireEvent.change(code, { target: { value: `${TEXT}x: [` } })
    expect(await screen.findByText('The text cannot be read at the moment.')).toBeVisible()
    expect(screen.getByLabelText('Title')).toBeDisabled()
    fireEvent.change(code, { target: { value: TEXT } })
    await waitFor(() => expect(screen.getByLabelText('Title')).toBeEnabled())
  })

  test('what was not saved is here again, until it is dropped', async () => {
    localStorage.setItem('author:mine-1', JSON.stringify({ text: `${TEXT}# more\n`, version: 1 }))
    serve(routes())
    renderApp('/author/mine-1')
    expect(await screen.findByText('What you had changed and not saved is here again.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Drop the changes' }))
    await waitFor(() => expect(screen.getByLabelText('code')).toHaveValue(TEXT))
    expect(localStorage.getItem('author:mine-1')).toBeNull()
  })

  test('both simulated talks are drawn, with what was told', async () => {
    const step = { said: 'How do you see it?', answered: 'Well.', trust: 0.8, tension: 0.1, openness: 0.6 }
    const played = { opening: '', trust: 0.4, tension: 0.4, openness: 0.3 }
    serve(
      routes({
        'POST /api/scenarios/simulate': {
          skilled: { ...played, learner: 'skilled', steps: [{ ...step, earned: ['real-reason'] }] },
          unskilled: { ...played, learner: 'unskilled', steps: [{ ...step, trust: 0.1, tension: 0.9, earned: [] }] },
          problems: [],
        },
      }),
    )
    renderApp('/author/mine-1')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Simulate' })).toBeEnabled())
    await userEvent.click(screen.getByRole('button', { name: 'Simulate' }))
    expect(await screen.findByRole('img', { name: 'Trust ends at 80 of 100, tension at 10.' })).toBeVisible()
    expect(screen.getByRole('img', { name: 'Trust ends at 10 of 100, tension at 90.' })).toBeVisible()
    expect(screen.getByText(/Told: real-reason/)).toBeVisible()
  })

  test('somebody else’s is not found', async () => {
    serve(routes({ 'GET /api/scenarios/mine-1/text': new Refusal(404, 'scenario_not_found', 'No.') }))
    renderApp('/author/mine-1')
    expect(await screen.findByText('This scenario is not here')).toBeVisible()
  })
})
