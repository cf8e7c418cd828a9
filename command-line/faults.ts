/**
 * Loaded before a program that reads the configuration (`node --import`). What is wrong with a file that people edit is found while modules are loaded, where no
 * program can catch it: it is told as path, rule and value, with status 1 and without a stack. Every other error keeps its stack.
 */
process.on('uncaughtException', (error) => {
  console.error(isInEditedFile(error) ? error.message : error);
  process.exit(1);
});

/** Node names the file of JSON that it cannot read in the message. */
function isInEditedFile({ name, message }: Error): boolean {
  return name === 'ConfigurationError' || (name === 'SyntaxError' && /\.json: /.test(message));
}
