import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioProblem } from '@/api/types'
import { difference } from './difference'

/** Puts the cursor on a line. */
export interface YamlHandle {
  goTo: (line: number) => void
}

interface YamlEditorProps {
  text: string
  problems: readonly ScenarioProblem[]
  onChange: (text: string) => void
  ref?: Ref<YamlHandle>
}

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '14px', backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' }, // its holder has one, which the line numbers do not cover
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)', outline: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--sunk), transparent 30%)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--you-soft)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)' },
})

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--you)' },
    { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
    { tag: [tags.keyword, tags.bool, tags.null, tags.number], color: 'var(--partner-ink)' },
    { tag: [tags.string, tags.content, tags.punctuation, tags.separator], color: 'var(--ink)' },
  ]),
)

/** The text itself. Its cursor and its undo survive what the form changes. */
export default function YamlEditor({ text, problems, onChange, ref }: YamlEditorProps) {
  const { t } = useTranslation()
  const label = t('author.code_label')
  const holder = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ text, onChange })
  useEffect(() => {
    latest.current = { text, onChange }
  })

  useEffect(() => {
    if (!holder.current) return
    const made = new EditorView({
      parent: holder.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          highlightActiveLine(),
          lintGutter(),
          yaml(),
          colours,
          theme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'true', tabindex: '0' }),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            const now = update.state.doc.toString()
            if (now !== latest.current.text) latest.current.onChange(now)
          }),
        ],
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [label])

  useEffect(() => {
    const changes = view.current && difference(view.current.state.doc.toString(), text)
    if (changes) view.current?.dispatch({ changes })
  }, [text])

  useEffect(() => {
    const state = view.current?.state
    if (state) view.current?.dispatch(setDiagnostics(state, diagnostics(state, problems)))
  }, [problems])

  useImperativeHandle(ref, () => ({
    goTo: (number) => {
      if (!view.current) return
      const line = view.current.state.doc.line(Math.min(Math.max(1, number), view.current.state.doc.lines))
      view.current.dispatch({
        selection: { anchor: line.from + (line.text.length - line.text.trimStart().length) },
        effects: EditorView.scrollIntoView(line.from, { y: 'center' }),
      })
      view.current.focus()
    },
  }))

  return (
    <div
      ref={holder}
      className="h-full overflow-hidden rounded border border-edge outline-you focus-within:outline-2"
      data-testid="yaml"
    />
  )
}

/** The problems, each under the words of its line. */
function diagnostics({ doc }: EditorState, problems: readonly ScenarioProblem[]): Diagnostic[] {
  return problems
    .filter(({ line }) => line <= doc.lines)
    .map(({ line, message, severity }) => {
      const { from, to, text } = doc.line(Math.max(1, line))
      return { from: from + (text.length - text.trimStart().length), to, severity, message }
    })
}
