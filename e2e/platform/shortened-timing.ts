import type { AlertTiming } from '../../config/alert-timing';
import type { Duration } from '../../config/quantities';

/** Applies `shorter` to every duration of the timing. */
export function shortenedTiming(timing: AlertTiming, shorter: (duration: Duration) => Duration): AlertTiming {
  const { burns, volume, trend, notifications, ...windows } = timing;
  const { wait, interval, repeat } = notifications;
  return {
    interval: shorter(windows.interval),
    recent: shorter(windows.recent),
    past: shorter(windows.past),
    history: shorter(windows.history),
    known: shorter(windows.known),
    sustained: shorter(windows.sustained),
    patience: shorter(windows.patience),
    heartbeat: shorter(windows.heartbeat),
    burns: burns.map((burn) => ({ ...burn, long: shorter(burn.long), short: shorter(burn.short) })),
    volume: { slope: shorter(volume.slope), ahead: shorter(volume.ahead) },
    trend: { interval: shorter(trend.interval), window: shorter(trend.window) },
    notifications: {
      wait: { page: shorter(wait.page), ticket: shorter(wait.ticket) },
      interval: shorter(interval),
      repeat: { page: shorter(repeat.page), ticket: shorter(repeat.ticket) },
    },
  };
}
