-- What wrk measured, exact and as JSON; the times are in microseconds.
done = function(summary, latency)
	local e = summary.errors
	io.write(string.format(
		'\n{"requests": %d, "us": %d, "bytes": %d, "p50": %d, "p99": %d, "failed": %d}\n',
		summary.requests, summary.duration, summary.bytes, latency:percentile(50),
		latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
