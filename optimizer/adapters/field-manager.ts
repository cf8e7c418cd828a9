/** By which the API server knows whose fields are whose. */
export const fieldManager = 'lyo-platform-optimizer';
