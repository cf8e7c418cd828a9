/** Prices of Google Cloud, in the currency that is paid: everything that states a cost uses them. */
import { inBilledCurrency } from './billed-prices';
import { prices, type Prices } from './price-table';
import listed from './prices.json';

export { prices, type Prices } from './price-table';

export const listPrices: Prices = inBilledCurrency(prices.parse(listed));
