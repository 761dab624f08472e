import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRename } from '@/api/accounts'
import { ApiError } from '@/api/client'
import type { Me } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { roleOf } from '@/lib/menu'

/** One's name, and what others have decided: role and team. */
export function Profile({ me }: { me: Me }) {
  const { t } = useTranslation()
  const rename = useRename()
  const [name, setName] = useState(me.name)
  const refused = rename.error instanceof ApiError && rename.error.param === 'name' ? rename.error.message : undefined
  const save = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate(name.trim())
  }
  const same = name.trim() === me.name || name.trim() === ''
  return (
    <Card aria-labelledby="profile">
      <h2 id="profile">{t('account.you')}</h2>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1">
        {me.email && <Fact name={t('sign_in.email')} value={me.email} />}
        <Fact name={t('account.role')} value={t(`roles.${roleOf(me)}`)} />
        <Fact name={t('account.team')} value={me.team?.name ?? t('account.no_team')} />
      </dl>
      <p className="mt-2 text-sm text-muted">{t('account.admins_change')}</p>
      <form onSubmit={save} className="mt-5 flex flex-wrap items-end gap-3">
        <div className="min-w-[min(100%,16rem)] flex-1">
          <Field
            label={t('invitation.name')}
            autoComplete="name"
            required
            maxLength={200}
            value={name}
            onChange={setName}
            refused={refused}
          />
        </div>
        <Button type="submit" disabled={rename.isPending || same}>
          {t('account.save_name')}
        </Button>
      </form>
      {rename.isError && !refused && <Problem error={rename.error} what={t('account.not_saved')} />}
      <p role="status" className="mt-2 text-sm text-muted empty:mt-0">
        {rename.isSuccess && same && t('account.saved')}
      </p>
    </Card>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}
