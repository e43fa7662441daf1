export default { title: 'Handbook', lastUpdated: true };
