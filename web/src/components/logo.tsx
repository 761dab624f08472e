/** Two offset bars: you above, the partner below. */
export function Logo({ className = '' }: { className?: string }) {
  return (
    <span aria-hidden="true" className={`inline-grid gap-[3px] ${className}`}>
      <span className="h-[5px] w-[18px] rounded-full bg-you" />
      <span className="ml-2 h-[5px] w-[14px] rounded-full bg-partner" />
    </span>
  )
}
