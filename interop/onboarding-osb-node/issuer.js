// An issuer of tokens that has no keys: the broker asks for them when it starts, and nobody uses a token here.
import { createServer } from 'node:http';

const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end('{"keys":[]}');
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
