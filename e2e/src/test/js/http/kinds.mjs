// Prints which kind each test of the suite is of, as JSON: required, optimal or check.
import suites from 'http-cache-tests/tests/index.mjs'
import surrogates from 'http-cache-tests/tests/surrogate-control.mjs'

const tests = [...suites, surrogates].flatMap(suite => suite.tests).filter(test => !test.browser_only)
console.log(JSON.stringify(Object.fromEntries(tests.map(test => [test.id, test.kind ?? 'required']))))
