/** Exemptions from the login in the settings of an oauth2-proxy (oauth2-proxy.github.io/oauth2-proxy/configuration/overview). */
import { isVersionOf } from '../../config/google/platform-images';
import { commandsOf } from './command-line';
import { runningContainers } from './pod';
import type { Workload } from './workload';

/** Requests without a login; or any account is accepted; or the client may set the header with the name. */
const exempting = /^(skip-auth-(regex|route|preflight)|trusted-ip|insecure-oidc-allow-unverified-email)$/;
const anybody = /^(email-domain=(.*,)?\*(,.*)?|skip-auth-strip-headers=(0|f|false))$/i;
/** How a flag without a value of its own is switched off (spf13/pflag). */
const off = /^(0|f|false)$/i;

/** Options of its oauth2-proxy, as arguments or variables, that admit users whose name was not verified; none for another workload. */
export function exemptionsOf({ pod }: Workload): readonly string[] {
  return runningContainers(pod)
    .filter(({ image }) => isVersionOf(image ?? '', 'oauth2-proxy'))
    .flatMap((container) => [
      ...commandsOf(container).flatMap(({ words }) => optionsIn(words).filter((text) => exempts(text.replace(/^--?/, '')))),
      ...container.env.flatMap(({ name, value }) => (exempts(`${optionOf(name)}=${value ?? ''}`) ? [`${name}=${value ?? ''}`] : [])),
    ]);
}

/** Each option with its value, which may be the next word: `--email-domain *` → `--email-domain=*`. */
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

/** `OAUTH2_PROXY_TRUSTED_IPS` → `trusted-ip`: variables of options that may be given more than once are in the plural. */
function optionOf(variable: string): string {
  return variable
    .replace(/^OAUTH2_PROXY_/, '')
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/(?<=^(trusted-ip|email-domain|skip-auth-route))s$/, '');
}
