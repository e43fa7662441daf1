export default defineEventHandler((event) => ({ title: `pictures for ${getQuery(event).name ?? 'everybody'}` }));
