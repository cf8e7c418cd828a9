/** What a proposal of another machine type is called. */
export const machineProposal = 'machine type of the nodes';
