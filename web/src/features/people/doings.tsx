import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangePerson, useDeletePerson, usePasswordLink, useSignOutPerson } from '@/api/people'
import type { Person } from '@/api/types'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import { ShownOnce } from '@/components/shown-once'

/** What an admin does with somebody's account. */
export function Doings({ person, self }: { person: Person; self: boolean }) {
  const { t } = useTranslation()
  const turn = useChangePerson(person.id)
  const signOut = useSignOutPerson(person.id)
  const link = usePasswordLink(person.id)
  const disabled = person.disabled_at !== null
  return (
    <div className="grid gap-4 border-t border-line pt-4">
      {link.data && (
        <ShownOnce
          title={t('people.password_link', { name: person.name })}
          text={t('people.password_link_text')}
          value={link.data.url}
          label={t('people.link')}
          onClose={link.reset}
        />
      )}
      <div className="flex flex-wrap gap-3">
        {person.email && !disabled && (
          <Button disabled={link.isPending} onClick={() => link.mutate(undefined)}>
            {t('people.make_password_link')}
          </Button>
        )}
        {!self && (
          <>
            <Button disabled={signOut.isPending} onClick={() => signOut.mutate(undefined)}>
              {t('people.sign_out')}
            </Button>
            <Button disabled={turn.isPending} onClick={() => turn.mutate({ disabled: !disabled })}>
              {t(disabled ? 'people.enable' : 'people.disable')}
            </Button>
            <Delete person={person} />
          </>
        )}
      </div>
      <p role="status" className="text-sm text-muted empty:hidden">
        {signOut.isSuccess && t('people.signed_out')}
      </p>
      {link.isError && <Problem error={link.error} what={t('people.no_link')} />}
      {signOut.isError && <Problem error={signOut.error} what={t('people.not_signed_out')} />}
      {turn.isError && <Problem error={turn.error} what={t('people.not_changed')} />}
    </div>
  )
}

function Delete({ person }: { person: Person }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const remove = useDeletePerson(person.id)
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('people.delete')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('people.delete_sure', { name: person.name })}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('people.delete_no')}</Button>
            <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t('people.delete_yes')}
            </Button>
          </>
        }
      >
        <p>{t('people.delete_text')}</p>
        <p className="text-muted">{t('people.delete_instead')}</p>
        {remove.isError && <Problem error={remove.error} what={t('people.not_deleted')} />}
      </Dialog>
    </>
  )
}
