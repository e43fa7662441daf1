#!/usr/bin/env node
// `node bin.js` in a clone. The package starts bin.cjs, which Node versions without ES modules can read, too.
import './bin.cjs';
