/** Exemptions from the login in the settings of an oauth2-proxy (oauth2-proxy.github.io/oauth2-proxy/configuration/overview). */
import { isVersionOf } from '../../config/google/platform-images';
import { commandsOf } from './command-line';
import { runningContainers } from './pod';
import type { Workload } from './workload';

/** Options that allow requests without a login, accept any account, or let the client set the header with the user's name. */
const exempting = /^(skip-auth-(regex|route|preflight)|trusted-ip|insecure-oidc-allow-unverified-email)$/;
const anybody = /^(email-domain=(.*,)?\*(,.*)?|skip-auth-strip-headers=(0|f|false))$/i;
/** Values that switch a boolean flag off (spf13/pflag). */
const off = /^(0|f|false)$/i;

/** Options of a workload's oauth2-proxy, in arguments or variables, that admit users without verification; empty for other workloads. */
export function exemptionsOf({ pod }: Workload): readonly string[] {
  return runningContainers(pod)
    .filter(({ image }) => isVersionOf(image ?? '', 'oauth2-proxy'))
    .flatMap((container) => [
      ...commandsOf(container).flatMap(({ words }) => optionsIn(words).filter((text) => exempts(text.replace(/^--?/, '')))),
      ...container.env.flatMap(({ name, value }) => (exempts(`${optionOf(name)}=${value ?? ''}`) ? [`${name}=${value ?? ''}`] : [])),
    ]);
}

/** Options with their values; a value may be the next word: `--email-domain *` → `--email-domain=*`. */
function optionsIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (!word.startsWith('-')) return [];
    const next = words[index + 1];
    return [word.includes('=') || next === undefined || next.startsWith('-') ? word : `${word}=${next}`];
  });
}

function exempts(option: string): boolean {
  const [name = '', value = 'true'] = option.split(/=(.*)/s);
  return anybody.test(option) || (exempting.test(name) && !off.test(value));
}

/** Option of a variable: `OAUTH2_PROXY_TRUSTED_IPS` → `trusted-ip`. Variables of options that may be repeated have plural names. */
function optionOf(variable: string): string {
  return variable
    .replace(/^OAUTH2_PROXY_/, '')
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/(?<=^(trusted-ip|email-domain|skip-auth-route))s$/, '');
}
