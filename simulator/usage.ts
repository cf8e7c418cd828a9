/** Help text of `npm run simulate`. */
import { generatorNames } from './load/generators';

export const usage = `npm run simulate -- --load <csv or name> --env <environment> [options]

Plays a load through the scaling policy of an environment and through others, on the same simulated pods. Needs no cluster.

  --load <file.csv>      columns timestamp,value; a folder of such files, for one table of all; or a made-up one: ${generatorNames.join(', ')}
                         <file.json>: a saved answer of Prometheus' /api/v1/query_range; http://localhost:9090: a Prometheus that is asked
  --column <name>        column of values in a CSV (value)
  --query <PromQL>       of a Prometheus: one series, such as 'sum(rate(http_requests_total[2m]))'; steps without a number keep the value before
  --from, --to <time>    of a Prometheus: dates such as 2026-01-31T10:00:00Z (UTC without a zone), or seconds since 1970
  --step <seconds>       of a Prometheus: between two values (60); more than 11,000 are asked for in parts
  --env <name>           environment whose policy is judged
  --workload <name>      which of its workloads (the first)
  --policy <file.json>   a policy in place of the configured one, in the form of \`scaling\` in config/; or that of a class of load (smooth, noisy, bursty,
                         by-class: whichever each load is)
  --compare <names>      of static, hpa<percent>, policy, forecast, oracle (static,hpa40,hpa50,hpa60,hpa70,hpa75,policy,oracle); forecast: the policy with what
                         the optimizer would publish, on the days on which it would trust it; needs a load of four days, three to learn from
  --start-up <seconds>   from the decision until a pod is ready (60), for all pods the same; drawn for each pod: 30..90 between two bounds, or
                         median=60,p95=120 log-normal; of a folder several (30,60,180)
  --pods-at-peak <n>     what the load is scaled to: pods that its P99.9 keeps at the knee (20)
  --scale <factor>       that much more load on top (1)
  --until <yyyy-mm-dd>   with --growth: month by month until then, what the policy needs, costs, and from when on it no longer fits
  --growth <percent>     growth of the load a month, for example 5%
  --pods-per-node <n>    pods have places on nodes, which a cluster autoscaler starts and removes (pods find a place at once)
  --node-start-up <s>    from a pod without a place until its node takes it (90)
  --max-nodes <n>        nodes that there may be (1000)
  --quota <n>            pods that there may be at once, those on their way out too (any number)
  --release <s>          a new version is rolled out so many seconds after the begin, or at the peak
  --metrics-lost <s..s>  Prometheus does not answer between these seconds since the begin (3600..4500): our policy keeps its pods, and scales out on its failsafe
  --metric-window <s>    seconds over which plain autoscalers see CPU (60)
  --metric-delay <s>     how old that is when they read it (30)
  --seed <n>             of made-up loads, and of start-ups that are drawn (1)
  --classify             whether the load is smooth, noisy or bursty, by which number, and what \`scaling\` of a workload in config/ is then
  --sweep                of policies around the judged one those that no other beats on this load, and the edit of config/ that takes the chosen one
  --report <file.html>   writes charts and numbers as one page that needs nothing else
  --json                 numbers for machines
`;
