/** Explains errors of kubectl and gcloud to the user. One list for every command that uses them. */

interface Meaning {
  readonly when: RegExp;
  readonly what: string;
  /** Whether the server itself refused, so that another request may be allowed. @default false */
  readonly answered?: true;
}

const meanings: readonly Meaning[] = [
  {
    when: /do not currently have an active account|reauthentication|invalid_grant|could not automatically determine credentials|gcloud auth login/i,
    what: 'nobody is logged in, or the login has ended: gcloud auth login',
  },
  {
    when: /context "?[^"]*"? does not exist|context was not found|no context exists with the name/i,
    what: 'the kubeconfig has no such context: kubectl config get-contexts lists those that it has',
  },
  {
    when: /executable .* not found|getting credentials: exec|gke-gcloud-auth-plugin/i,
    what: 'kubectl cannot sign in: gcloud auth login, and gcloud components install gke-gcloud-auth-plugin',
  },
  {
    when: /\(Unauthorized\)|must be logged in|the server has asked for the client to provide credentials/i,
    what: 'the cluster does not know who is asking: gcloud auth login, then get-credentials again',
  },
  {
    answered: true,
    when: /\(Forbidden\)|is forbidden: User|cannot (?:get|list|patch|create) (?:resource|path)/i,
    what: 'the cluster knows who is asking and does not allow it: ask its administrators for the right that is named',
  },
  {
    when: /connection to the server .* was refused|unable to connect to the server|dial tcp|i\/o timeout|no such host|invalid configuration: no configuration|tls: failed to verify|connection refused/i,
    what: 'no cluster answers: gcloud container clusters get-credentials <cluster> --location <region> --project <project> --dns-endpoint',
  },
];

/**
 * @param error error of starting the program, such as ENOENT
 * @param stderr error output of the program
 * @returns one line with advice and the program's last message; unknown messages are returned unchanged
 */
export function refusalOf(program: string, error: Error | undefined, stderr: string): string {
  if (error !== undefined) {
    return 'code' in error && error.code === 'ENOENT' ? `${program} is not there: install kubectl, or name it with --kubectl` : error.message;
  }
  const said = stderr.trim();
  const meaning = meaningOf(said);
  return meaning === undefined ? said : `${meaning.what}\n  ${program} said: ${said.split('\n').at(-1)?.trim() ?? ''}`;
}

/** Whether the program failed before a server could answer, so that every other request would fail too. */
export function couldNotAsk(error: Error | undefined, stderr: string): boolean {
  const meaning = meaningOf(stderr);
  return error !== undefined || (meaning !== undefined && meaning.answered !== true);
}

function meaningOf(said: string): Meaning | undefined {
  return meanings.find(({ when }) => when.test(said));
}
