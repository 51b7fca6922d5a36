// Sources name their imports with .ts, which TypeScript rewrites to .js for the bundler to find again.
export const resolve = { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } };
