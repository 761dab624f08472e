import { WIDTH } from '@/lib/plot'
import { HEIGHT, HIDDEN_Y, LEFT, type TrendPlot } from './plot'

/** Dots with their intervals, and the line of three waves at a time. The table below says the same in numbers. */
export function TrendPicture({ plot }: { plot: TrendPlot }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="my-2 w-full">
      {plot.ends.map(({ value, y }) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDTH} y1={y} y2={y} stroke="var(--line)" />
          <text x="0" y={y + 4} fontSize="12" fill="var(--muted)" className="num">
            {value}
          </text>
        </g>
      ))}
      {plot.rolling.length > 0 && (
        <polyline
          points={plot.rolling.map(([x, y]) => `${x},${y}`).join(' ')}
          fill="none"
          stroke="var(--partner)"
          strokeWidth="2"
          strokeDasharray="5 4"
        />
      )}
      {plot.marks.map(({ id, x, y, from, to }) =>
        y === null ? (
          <line key={id} x1={x - 4} x2={x + 4} y1={HIDDEN_Y} y2={HIDDEN_Y} stroke="var(--muted)" strokeWidth="2" />
        ) : (
          <g key={id}>
            {from !== null && to !== null && (
              <path
                d={`M${x} ${from}V${to}M${x - 4} ${from}h8M${x - 4} ${to}h8`}
                fill="none"
                stroke="var(--you)"
                strokeWidth="1.5"
              />
            )}
            <circle cx={x} cy={y} r="4.5" fill="var(--you)" stroke="var(--raised)" />
          </g>
        ),
      )}
    </svg>
  )
}
