import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangePassword } from '@/api/accounts'
import { ApiError } from '@/api/client'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'

/** Another password; every other browser is signed out by it. */
export function Password() {
  const { t } = useTranslation()
  const change = useChangePassword()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { error } = change
  const wrong = error instanceof ApiError && error.status !== 429 && error.param !== 'new' && error.status < 500
  const weak = error instanceof ApiError && (error.param === 'new' || error.param === 'password')
  const save = (event: FormEvent) => {
    event.preventDefault()
    const done = () => {
      setCurrent('')
      setNext('')
    }
    change.mutate({ current, new: next }, { onSuccess: done })
  }
  return (
    <Card aria-labelledby="password">
      <h2 id="password">{t('account.password')}</h2>
      <p className="mt-1 text-muted">{t('account.password_text')}</p>
      <form onSubmit={save} className="mt-4 grid max-w-96 gap-4">
        <Field
          label={t('account.current_password')}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={setCurrent}
          refused={wrong && !weak ? error.message : undefined}
        />
        <Field
          label={t('account.new_password')}
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={256}
          value={next}
          onChange={setNext}
          hint={t('account.password_rule')}
          refused={weak ? error.message : undefined}
        />
        {error && !wrong && <Problem error={error} what={t('account.password_kept')} />}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" disabled={change.isPending || current === '' || next === ''}>
            {t('account.change_password')}
          </Button>
          <p role="status" className="text-sm text-muted">
            {change.isSuccess && t('account.password_changed')}
          </p>
        </div>
      </form>
    </Card>
  )
}
