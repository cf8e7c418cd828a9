/** `$216`; other currencies are shown by their code: `EUR 216`. @param amount rounded as it is to be read */
export function amountText(currency: string, amount: string): string {
  return currency === 'USD' ? `$${amount}` : `${currency} ${amount}`;
}
