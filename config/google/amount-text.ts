/** `$216`; other currencies are shown by their code: `EUR 216`. @param amount rounded as it is to be read */
export function amountText(currency: string, amount: string): string {
  return currency === 'USD' ? `$${amount}` : `${currency} ${amount}`;
}

/** Whole units; what rounds to nothing is 0 from either side. */
export function wholeText(amount: number): string {
  return String(Math.round(amount) + 0);
}

/** As finely as the currency is paid: cents of dollars, no part of a yen (ISO 4217). */
export function exactText(currency: string, amount: number): string {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return amount.toFixed(maximumFractionDigits);
}
