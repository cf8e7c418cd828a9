import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { milliseconds } from '../../config/duration';
import { Browser } from '../processes/browser';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { patient } from '../waiting/patience';

const root = join(__dirname, '..', '..');
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = ['light', 'dark'] as const;
/** Smallest text in CSS pixels that may be on the screen, also in charts, which are scaled to the width. */
const smallest = 11;
const compared = ['static', 'hpa50', 'hpa70', 'policy', 'oracle'];

const look = z.object({
  /** Pixels by which the page is wider than the window. */
  wider: z.number(),
  /** Smallest text: pixels, and its begin. */
  size: z.number(),
  text: z.string(),
  /** Texts that are cut off at an edge of their chart. */
  cut: z.array(z.string()),
  /** Pairs of texts of one chart that cover each other. */
  covered: z.array(z.string()),
  charts: z.number(),
  rows: z.number(),
});

/** Runs in the page. */
const looking = `(()=>{
  const sized=[];
  const walker=document.createTreeWalker(document.body,NodeFilter.SHOW_TEXT);
  for(let node=walker.nextNode();node!==null;node=walker.nextNode()){
    const text=node.data.trim();if(text==='')continue;
    const svg=node.parentElement.closest('svg');
    const scale=svg===null?1:svg.getBoundingClientRect().width/svg.viewBox.baseVal.width;
    sized.push({text,size:parseFloat(getComputedStyle(node.parentElement).fontSize)*scale});
  }
  const smallest=sized.reduce((least,one)=>one.size<least.size?one:least);
  const cut=[],covered=[];
  for(const svg of document.querySelectorAll('svg')){
    const box=svg.getBoundingClientRect();
    const texts=[...svg.querySelectorAll('text')].map((one)=>({text:one.textContent,box:one.getBoundingClientRect()}));
    for(const {text,box:at} of texts)if(at.left<box.left-1||at.right>box.right+1||at.top<box.top-1||at.bottom>box.bottom+1)cut.push(text);
    texts.forEach((one,index)=>texts.slice(index+1).forEach((other)=>{
      const wide=Math.min(one.box.right,other.box.right)-Math.max(one.box.left,other.box.left);
      const high=Math.min(one.box.bottom,other.box.bottom)-Math.max(one.box.top,other.box.top);
      // lines of text have some room above and below their letters
      if(wide>1&&high>4)covered.push(one.text+' and '+other.text);
    }));
  }
  const page=document.documentElement;
  return {wider:page.scrollWidth-page.clientWidth,...smallest,text:smallest.text.slice(0,40),cut,covered,charts:document.querySelectorAll('svg').length,rows:document.querySelectorAll('tbody tr').length};
})()`;

const audit =
  'axe.run().then(({violations,passes})=>({passes:passes.length,violations:violations.map(({id,help,nodes})=>id+" ("+help+"): "+nodes.map(({target})=>target.join(" ")).join(", "))}))';
const audited = z.object({ passes: z.number(), violations: z.array(z.string()) });

/** The page that `npm run simulate -- --report` writes, in a browser. */
export const scenario: Scenario = {
  name: 'simulator-report',
  title:
    'the report of the simulator in headless Chromium, on a desk and a phone, light and dark: nothing is wider than the window, every text is large enough to read, whole and free of others, and axe finds no violation',
  tags: ['smoke', 'full'],
  needs: [],
  timeout: '300s',
  async run(context) {
    const browser = await Browser.start();
    try {
      for (const load of ['flash-crowd', 'noise']) await isReadable(context, browser, { load, url: await report(context, load) });
      if (browser.complaints.length > 0) throw new Error(`the browser must have nothing to complain of, received ${browser.complaints.join('; ')}`);
    } finally {
      await browser.stop();
    }
  },
};

async function report({ folder }: ScenarioContext, load: string): Promise<string> {
  const file = join(folder, `${load}.html`);
  const options = ['--env', 'dev', '--start-up', '30..90', '--compare', compared.join(','), '--report', file];
  await promisify(execFile)('npm', ['run', '--silent', 'simulate', '--', '--load', load, ...options], { cwd: root, timeout: milliseconds(patient('120s')) });
  return pathToFileURL(file).href;
}

async function isReadable(context: ScenarioContext, browser: Browser, { load, url }: { readonly load: string; readonly url: string }): Promise<void> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const scheme of schemes) {
    await browser.prefer(scheme);
    for (const [name, size] of Object.entries(sizes)) {
      const where = `${load}-${scheme}-${name}`;
      await browser.open(url, size);
      await browser.picture(join(context.folder, `${where}.png`));
      const seen = look.parse(await browser.evaluate(looking));
      const problems = problemsOf(seen);
      if (problems.length > 0) throw new Error(`${where}: ${problems.join('; ')}`);
      await browser.evaluate(`${axe};undefined`);
      const { passes, violations } = audited.parse(await browser.evaluate(audit));
      if (violations.length > 0) throw new Error(`${where}: axe must find no violation, found ${violations.join('; ')}`);
      context.report(`${where}: smallest text ${seen.size.toFixed(1)} px, axe passes ${passes} rules; ${where}.png`);
    }
  }
}

function problemsOf({ wider, size, text, cut, covered, charts, rows }: z.infer<typeof look>): readonly string[] {
  const whole = charts === compared.length + 1 && rows === compared.length;
  return [
    ...(wider > 0 ? [`the page must not be wider than the window, is by ${wider} px`] : []),
    ...(size < smallest ? [`text must have at least ${smallest} px, "${text}" has ${size.toFixed(1)}`] : []),
    ...(cut.length > 0 ? [`no text may be cut off, received ${cut.join(', ')}`] : []),
    ...(covered.length > 0 ? [`no text may cover another, received ${covered.join('; ')}`] : []),
    ...(whole ? [] : [`there must be a chart and a row for each policy, received ${charts} and ${rows}`]),
  ];
}
