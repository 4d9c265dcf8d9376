import 'tsx/esm';

// Mocha would first require() a test, which loads it and all that it imports a second time beside what import() loads:
// two classes of one name, and files without a type in them taken for plain JavaScript.
Object.defineProperty(process.features, 'require_module', { value: false });
